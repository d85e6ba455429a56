package io.wegrant.demo.goods;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * All goods of the shop. An empty category means every category.
 */
interface Goods extends Repository<Good, Long> {

	/**
	 * What a search finds: the pattern is escaped by exclamation marks, since a backslash
	 * means different things to different databases.
	 */
	String FOUND = """
			from good
			where (lower(name) like lower(:pattern) escape '!'
				or lower(name_zh) like lower(:pattern) escape '!'
				or lower(description) like lower(:pattern) escape '!')
			and (:category = '' or category = :category)
			""";

	Optional<Good> findById(long id);

	@Query("select * " + FOUND + "order by id limit :size offset :offset")
	List<Good> find(String pattern, String category, int size, long offset);

	@Query("select count(*) " + FOUND)
	long count(String pattern, String category);

	default GoodsPage search(String text, String category, int page, int size) {
		String pattern = "%" + text.replaceAll("[!%_]", "!$0") + "%";
		return new GoodsPage(find(pattern, category, size, (long) page * size), page, size, count(pattern, category));
	}

}
