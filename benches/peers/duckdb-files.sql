-- DuckDB over the data directory as it lies (the folder data): one file a branch.
SET threads = 2;
CREATE VIEW contacts AS
SELECT * FROM read_csv('data/branches/*/contacts.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {pair: 'VARCHAR', date: 'DATE', n: 'INTEGER', act: 'VARCHAR', mode: 'VARCHAR', topics: 'VARCHAR', minutes: 'INTEGER',
    place: 'VARCHAR', content: 'VARCHAR', problem: 'VARCHAR', next: 'VARCHAR', entered: 'DATE', "by": 'VARCHAR'});
CREATE VIEW pairs AS
SELECT split_part(filename, '/', 3) AS branch, * EXCLUDE (filename)
FROM read_csv('data/branches/*/pairs.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', filename = true,
  columns = {id: 'VARCHAR', helper: 'VARCHAR', helped: 'VARCHAR', basis: 'VARCHAR', topics: 'VARCHAR', "start": 'DATE', "end": 'DATE',
    end_reason: 'VARCHAR'});
CREATE VIEW forms AS
SELECT * FROM read_csv('data/branches/*/forms.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {pair: 'VARCHAR', month: 'VARCHAR', n: 'INTEGER', received: 'DATE', review: 'VARCHAR', reviewed: 'DATE', "by": 'VARCHAR',
    score: 'DECIMAL(5,2)', comment: 'VARCHAR'});
