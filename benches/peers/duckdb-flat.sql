-- DuckDB over one concatenated file a table (contacts.csv, forms.csv; pairs.csv with its branch in front), made by compare.py.
SET threads = 2;
CREATE VIEW contacts AS
SELECT * FROM read_csv('flat/contacts.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {pair: 'VARCHAR', date: 'DATE', n: 'INTEGER', act: 'VARCHAR', mode: 'VARCHAR', topics: 'VARCHAR', minutes: 'INTEGER',
    place: 'VARCHAR', content: 'VARCHAR', problem: 'VARCHAR', next: 'VARCHAR', entered: 'DATE', "by": 'VARCHAR'});
CREATE VIEW pairs AS
SELECT * FROM read_csv('flat/pairs.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {branch: 'VARCHAR', id: 'VARCHAR', helper: 'VARCHAR', helped: 'VARCHAR', basis: 'VARCHAR', topics: 'VARCHAR',
    "start": 'DATE', "end": 'DATE', end_reason: 'VARCHAR'});
CREATE VIEW forms AS
SELECT * FROM read_csv('flat/forms.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {pair: 'VARCHAR', month: 'VARCHAR', n: 'INTEGER', received: 'DATE', review: 'VARCHAR', reviewed: 'DATE', "by": 'VARCHAR',
    score: 'DECIMAL(5,2)', comment: 'VARCHAR'});
