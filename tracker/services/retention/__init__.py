"""到期清除: personal data ends with its period; events, figures and reports stay whole."""
