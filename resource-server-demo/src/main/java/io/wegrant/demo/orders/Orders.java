package io.wegrant.demo.orders;

import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * All orders.
 */
interface Orders extends Repository<Order, String> {

	@Query("select id, sub, appid, product, price_fen, status from shop_order where id = :id")
	Optional<Order> find(String id);

	@Modifying
	@Query("""
			insert into shop_order (id, sub, appid, product, price_fen, status, created_at)
			values (:id, :sub, :appid, :product, :priceFen, 'NEW', :now)""")
	int insert(String id, String sub, String appid, String product, long priceFen, long now);

	/**
	 * Notes that an order was paid.
	 * @param id the order
	 * @param now what the time is
	 * @return 1 for the first of however many pushes, at however many nodes, and else 0
	 */
	@Modifying
	@Query("update shop_order set status = 'PAID', paid_at = :now where id = :id and status = 'NEW'")
	int pay(String id, long now);

	@Modifying
	@Query("delete from shop_order where sub = :sub")
	int erase(String sub);

	@Modifying
	@Query("update shop_order set sub = :into where sub = :sub")
	int move(String sub, String into);

}
