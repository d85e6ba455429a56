create table good (
	id bigint primary key,
	name varchar(80) not null,
	name_zh varchar(40) not null,
	category varchar(32) not null,
	description varchar(200) not null,
	price_fen bigint not null check (price_fen > 0)
);

create index good_category on good (category);
