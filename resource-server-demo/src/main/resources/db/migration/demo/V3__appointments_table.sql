-- Instants are milliseconds since the epoch.
create table appointment (
	id char(36) not null primary key,
	sub varchar(64) not null,
	slot_at bigint not null,
	service varchar(32) not null,
	status varchar(16) not null,
	created_at bigint not null,
	-- Null once it is cancelled: a unique index lets any number of nulls be.
	taken_slot bigint,
	-- Which of the places of its user it has, while it is open: there are no more open ones than places.
	place int,
	constraint appointment_taken_slot_key unique (taken_slot),
	constraint appointment_place_key unique (sub, place)
) default character set utf8mb4 collate utf8mb4_bin;

create index appointment_sub on appointment (sub, slot_at);
create index appointment_slot on appointment (slot_at);
