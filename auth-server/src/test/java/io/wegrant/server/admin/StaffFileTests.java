package io.wegrant.server.admin;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.admin.StaffFile.BadLine;
import io.wegrant.server.admin.StaffFile.Row;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.StaffMember;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StaffFileTests {

	@ParameterizedTest
	@ValueSource(strings = { "phone,roles\n+8613800000001,STAFF SHOP_1\n", "phone,roles\r\n+8613800000001,STAFF SHOP_1",
			"\uFEFFphone,roles\n'+8613800000001,SHOP_1 STAFF\n", "phone,roles\n\n+86 138-0000-0001, STAFF  SHOP_1 \n\n",
			"\"phone\",\"roles\"\n\"+8613800000001\",\"STAFF SHOP_1\"\n",
			"phone,roles\n'+86 138 0000 0001,STAFF SHOP_1" })
	void readWhenGoodThenRows(String file) {
		assertThat(StaffFile.read(file.getBytes(StandardCharsets.UTF_8)))
			.containsExactly(row("+8613800000001", "STAFF", "SHOP_1"));
	}

	@Test
	void readWhenHeaderAloneThenNoRows() {
		assertThat(StaffFile.read("phone,roles\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '`',
			value = { "13800000001,STAFF ~ plus sign", ",STAFF ~ plus sign", "8.6138E+12,STAFF ~ plus sign",
					"+8613800000001,staff ~ names", "+8613800000001, ~ names", "+8613800000001,USER ~ names",
					"+8613800000001,STAFF;SHOP ~ names", "+8613800000001 ~ phone and roles",
					"+8613800000001,STAFF,x ~ phone and roles", "=1+1,STAFF ~ formula", "@SUM(A1),STAFF ~ formula",
					"-1,STAFF ~ formula", "+8613800000001,=STAFF ~ formula", "+8613800000001,+STAFF ~ formula",
					"+cmd|' /C calc'!A0,STAFF ~ formula", "'=1+1,STAFF ~ formula" })
	void readWhenLineIsNoGoodThenNamedWithItsReason(String line, String reason) {
		for (String end : List.of("", "\n", "\n+8613800000003,STAFF\n")) {
			AdminProblem problem = problem("phone,roles\n+8613800000002,STAFF\n" + line + end);

			assertThat(lines(problem)).singleElement().satisfies((bad) -> {
				assertThat(bad.line()).isEqualTo(3);
				assertThat(bad.reason()).contains(reason).doesNotContain(line);
			});
		}
	}

	@Test
	void readWhenNumberIsTwiceThenSecondLineIsNamed() {
		assertThat(lines(problem("phone,roles\n+8613800000001,A\n+8613800000002,A\n'+86 138 0000 0001,B\n")))
			.containsExactly(new BadLine(4, "the phone number is in line 2 already"));
	}

	@Test
	void readWhenManyLinesAreNoGoodThenCountedAndSomeAreNamed() {
		AdminProblem problem = problem("phone,roles\n" + "x,STAFF\n".repeat(500));

		assertThat(lines(problem)).hasSize(100);
		assertThat(problem.getBody().getDetail()).contains("500");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "+8613800000001,STAFF\n", "phone;roles\n", "roles,phone\n", "phone\n",
			"phone,roles,name\n", "Phone,Roles\n", "phone,roles\n\"+8613800000001,STAFF\n",
			"phone,roles\n\"a\"b,STAFF\n" })
	void readWhenFileIsNoGoodThenRefused(String file) {
		assertThat(problem(file).getBody().getStatus()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "GBK", "ISO-8859-1" })
	void readWhenEncodingIsAnotherThenRefused(String encoding) {
		byte[] file = "phone,roles\n+8613800000001,STÄFF张\n".getBytes(Charset.forName(encoding));

		assertThat(catchThrowableOfType(AdminProblem.class, () -> StaffFile.read(file))).isNotNull();
	}

	@Test
	void readWhenTooLongThenRefused() {
		String rows = IntStream.range(0, StaffFile.MAX_ROWS)
			.mapToObj((i) -> String.format(Locale.ROOT, "+86138%08d,STAFF\n", i))
			.collect(Collectors.joining());

		assertThat(StaffFile.read(("phone,roles\n" + rows).getBytes(StandardCharsets.UTF_8)))
			.hasSize(StaffFile.MAX_ROWS);
		assertThat(problem("phone,roles\n" + rows + "+8613900000000,STAFF\n").getBody().getDetail()).contains("10000");
		assertThat(problem("phone,roles\n" + " ".repeat(StaffFile.MAX_LENGTH)).getBody().getDetail()).contains("bytes");
	}

	@Test
	void writeWhenReadAgainThenTheSameAndNoCellIsAFormula() {
		List<StaffMember> members = List.of(member("+8613800000001", "STAFF"),
				member("+85291234567", "STAFF", "SHOP_1"));

		byte[] file = StaffFile.write(members);

		assertThat(new String(file, StandardCharsets.UTF_8))
			.isEqualTo("phone,roles\r\n'+8613800000001,STAFF\r\n'+85291234567,SHOP_1 STAFF\r\n");
		assertThat(StaffFile.read(file)).containsExactly(row("+8613800000001", "STAFF"),
				row("+85291234567", "STAFF", "SHOP_1"));
	}

	private static AdminProblem problem(String file) {
		return catchThrowableOfType(AdminProblem.class, () -> StaffFile.read(file.getBytes(StandardCharsets.UTF_8)));
	}

	@SuppressWarnings("unchecked")
	private static List<BadLine> lines(AdminProblem problem) {
		return (List<BadLine>) problem.getBody().getProperties().get("lines");
	}

	private static Row row(String phone, String... roles) {
		return new Row(PhoneNumber.parse(phone).orElseThrow(), Roles.of(List.of(roles)).orElseThrow());
	}

	private static StaffMember member(String phone, String... roles) {
		return new StaffMember(1, PhoneNumber.parse(phone).orElseThrow(), Roles.of(List.of(roles)).orElseThrow(),
				Instant.EPOCH, Instant.EPOCH, Optional.empty());
	}

}
