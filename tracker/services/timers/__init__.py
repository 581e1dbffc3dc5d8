"""Timers: reminders planned and swept, jobs leased, heartbeats. The database holds the truth of all of them."""
