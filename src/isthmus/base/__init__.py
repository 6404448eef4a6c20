"""The ground every floor stands on, free of Django: time, ids, the five kinds of failure, secrets, safe fetching."""
