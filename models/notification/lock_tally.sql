-- The tally of a person for a template, begun where there is none, and locked.
INSERT INTO notification_choices AS c (program, person_no, template)
VALUES ($1, $2, $3)
ON CONFLICT (program, person_no, template) DO UPDATE SET wanted = c.wanted
RETURNING quota, hinted, answered_at, refused_at
