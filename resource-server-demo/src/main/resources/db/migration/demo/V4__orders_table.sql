-- Instants are milliseconds since the epoch.
create table shop_order (
	-- WeChat's outTradeNo.
	id char(32) not null primary key,
	sub varchar(64) not null,
	appid varchar(64) not null,
	product varchar(64) not null,
	price_fen bigint not null,
	status varchar(16) not null,
	created_at bigint not null,
	paid_at bigint
) default character set utf8mb4 collate utf8mb4_bin;
