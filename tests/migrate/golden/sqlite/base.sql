-- What every operation starts from. The table of users has much that is lost by those who make a table anew.
CREATE TABLE users (
  id INTEGER NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE,
  age INTEGER,
  shout TEXT GENERATED ALWAYS AS (upper(email)) VIRTUAL,
  CONSTRAINT pk_users PRIMARY KEY (id AUTOINCREMENT),
  CONSTRAINT uq_users_email UNIQUE (email),
  CONSTRAINT ck_users_age CHECK (age > 0)
) STRICT;
CREATE INDEX ix_users_age ON users (age DESC) WHERE age > 1;
CREATE INDEX ix_users_lower ON users (lower(email));

CREATE TABLE items (
  id INTEGER NOT NULL,
  title TEXT,
  size INTEGER,
  owner INTEGER NOT NULL,
  CONSTRAINT pk_items PRIMARY KEY (id),
  CONSTRAINT fk_items_owner_users FOREIGN KEY (owner) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE tags (
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  CONSTRAINT pk_tags PRIMARY KEY (name)
);

CREATE TRIGGER users_log AFTER UPDATE ON users BEGIN
  UPDATE items SET title = NEW.email WHERE owner = NEW.id;
END;
CREATE VIEW people AS SELECT id, email FROM users;

INSERT INTO users (id, email, age) VALUES (1, 'ada', 36), (2, 'bob', 17);
INSERT INTO items VALUES (1, 'x', 10, 1), (2, 'y', 20, 2);
INSERT INTO tags VALUES ('red', 'en'), ('rot', 'de');
