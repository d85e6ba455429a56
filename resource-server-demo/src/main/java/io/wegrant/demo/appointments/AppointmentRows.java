package io.wegrant.demo.appointments;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface AppointmentRows extends Repository<Appointment, Long> {

	Appointment save(Appointment appointment);

	Optional<Appointment> findById(long id);

	@Query("select * from appointment where user_sub = :userSub order by slot_millis desc, id desc"
			+ " limit :size offset :offset")
	List<Appointment> findOf(String userSub, int size, long offset);

	@Query("select * from appointment order by slot_millis desc, id desc limit :size offset :offset")
	List<Appointment> findAll(int size, long offset);

	@Query("select count(*) from appointment where user_sub = :userSub")
	long countOf(String userSub);

	long count();

	@Modifying
	@Query("update appointment set status = 'CANCELLED', taken_slot = null where id = :id and status <> 'CANCELLED'")
	boolean cancel(long id);

	@Modifying
	@Query("update appointment set status = 'CONFIRMED' where id = :id and status = 'BOOKED'")
	boolean confirm(long id);

}
