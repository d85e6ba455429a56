package io.wegrant.demo.appointments;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * All appointments. Each method is one statement, and each race is settled by a unique
 * index or by the condition of an update.
 */
interface Appointments extends Repository<Appointment, String> {

	/**
	 * What an appointment is read from.
	 */
	String COLUMNS = "select id, sub, slot_at, service, status, created_at ";

	/**
	 * What a list shows. An empty status means every status.
	 */
	String SHOWN = """
			from appointment
			where (:everyone = true or sub = :sub)
			and (:status = '' or status = :status)
			and slot_at >= :start and slot_at < :end
			""";

	@Query(COLUMNS + "from appointment where id = :id")
	Optional<Appointment> find(String id);

	@Query(COLUMNS + SHOWN + "order by slot_at, created_at, id limit :size offset :offset")
	List<Appointment> find(boolean everyone, String sub, String status, long start, long end, int size, long offset);

	@Query("select count(*) " + SHOWN)
	long count(boolean everyone, String sub, String status, long start, long end);

	@Query("select count(*) from appointment where taken_slot = :slot")
	long countTaken(long slot);

	@Query("select place from appointment where sub = :sub and place is not null")
	List<Integer> findPlaces(String sub);

	@Modifying
	@Query("update appointment set place = null where sub = :sub and place is not null and slot_at < :now")
	int leavePastPlaces(String sub, long now);

	@Modifying
	@Query("""
			insert into appointment (id, sub, slot_at, service, status, created_at, taken_slot, place)
			values (:id, :sub, :slot, :service, 'BOOKED', :now, :slot, :place)""")
	int insert(String id, String sub, long slot, String service, long now, int place);

	@Modifying
	@Query("update appointment set status = 'CONFIRMED' where id = :id and status = 'BOOKED'")
	int confirm(String id);

	@Modifying
	@Query("""
			update appointment set status = 'CANCELLED', taken_slot = null, place = null
			where id = :id and status <> 'CANCELLED'""")
	int cancel(String id);

	@Modifying
	@Query("delete from appointment where sub = :sub")
	int erase(String sub);

	/**
	 * Gives an open appointment to another user.
	 * @param sub whose it is
	 * @param place its place among that user's
	 * @param into whose it becomes
	 * @param free its place among the other's, null if it is to have none
	 * @return 1, or 0 if it is not there any more
	 */
	@Modifying
	@Query("update appointment set sub = :into, place = :free where sub = :sub and place = :place")
	int move(String sub, int place, String into, @Nullable Integer free);

	@Modifying
	@Query("update appointment set sub = :into where sub = :sub and place is null")
	int moveOthers(String sub, String into);

}
