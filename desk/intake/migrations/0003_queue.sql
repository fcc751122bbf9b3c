-- What support looks at first: tickets that wait, urgent ones before others, the oldest first.
CREATE INDEX tickets_by_state ON tickets (state, priority, received_at);
