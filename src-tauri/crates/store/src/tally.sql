-- Rows by kind and state, for a report that must not hold content.
SELECT 'journal ' || state, count(*) FROM journal GROUP BY state
UNION ALL
SELECT 'zentrale ' || rec_type, count(*) FROM base_record GROUP BY rec_type
UNION ALL
SELECT 'hier ' || rec_type, count(*) FROM record GROUP BY rec_type
UNION ALL
SELECT 'original ' || state || iif(gesendet = 1, ' bei der Zentrale', ' nur hier'), count(*)
    FROM blob WHERE scope <> ?1 GROUP BY state, gesendet
UNION ALL
SELECT 'konflikt ' || status, count(*) FROM konflikt GROUP BY status
UNION ALL
SELECT 'geborgen ' || grund, count(*) FROM salvage GROUP BY grund
UNION ALL
SELECT 'protokoll', count(*) FROM protokoll
