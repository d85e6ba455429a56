-- A slot is taken by one appointment at most: taken_slot is null once it was cancelled, and
-- nulls are all different.
create table appointment (
	id bigint not null auto_increment primary key,
	user_sub varchar(64) not null,
	slot_millis bigint not null,
	taken_slot bigint,
	service varchar(40) not null,
	status varchar(16) not null,
	created_millis bigint not null,
	constraint appointment_taken_slot_key unique (taken_slot)
);

create index appointment_user on appointment (user_sub, slot_millis);
create index appointment_slot on appointment (slot_millis);
