package io.wegrant.server.admin;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.springframework.util.StringUtils;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.StaffMember;

/**
 * The staff directory as a file (RFC 4180) that spreadsheet programs read and write. A
 * number is written with an apostrophe before its plus sign, which would make it a
 * formula to them; with or without, it is read.
 */
public final class StaffFile {

	/** How many rows a file may have. */
	public static final int MAX_ROWS = 10_000;

	/** How many bytes a file may have. */
	public static final int MAX_LENGTH = 4 * 1024 * 1024;

	private static final String PHONE = "phone";

	private static final String ROLES = "roles";

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private static final String TEXT_MARK = "'";

	private static final int MAX_ERRORS = 100;

	private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrim(true).get();

	private StaffFile() {
	}

	/**
	 * Writes a file.
	 * @param members the entries
	 * @return the bytes, in UTF-8
	 */
	public static byte[] write(Iterable<StaffMember> members) {
		StringWriter text = new StringWriter();
		try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
			printer.printRecord(PHONE, ROLES);
			for (StaffMember member : members) {
				printer.printRecord(TEXT_MARK + member.phone().e164(), member.roles().value());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads a file.
	 * @param file the bytes
	 * @return its rows
	 * @throws AdminProblem with 400 and what is wrong in which line, if anything is
	 */
	public static List<Row> read(byte[] file) {
		if (file.length > MAX_LENGTH) {
			throw AdminProblem.badFile("the file has more than " + MAX_LENGTH + " bytes");
		}
		Rows rows = new Rows();
		try (CSVParser parser = CSVParser.builder().setReader(decode(file)).setFormat(FORMAT).get()) {
			boolean header = true;
			for (CSVRecord record : parser) {
				long line = parser.getCurrentLineNumber();
				if (header) {
					checkHeader(record);
					header = false;
				}
				else if (rows.count() == MAX_ROWS) {
					throw AdminProblem.badFile("the file has more than " + MAX_ROWS + " rows");
				}
				else {
					rows.add(record, line);
				}
			}
			if (header) {
				throw AdminProblem.badFile("the file is empty");
			}
		}
		catch (IOException | UncheckedIOException ex) {
			throw AdminProblem.badFile("the file is not CSV");
		}
		return rows.good();
	}

	private static Reader decode(byte[] file) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
			return new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
		}
		catch (CharacterCodingException ex) {
			throw AdminProblem.badFile("the file is not in UTF-8");
		}
	}

	private static void checkHeader(CSVRecord record) {
		if (!Arrays.equals(record.values(), new String[] { PHONE, ROLES })) {
			throw AdminProblem.badFile("the first line is phone,roles");
		}
	}

	/**
	 * A row of a file.
	 *
	 * @param phone the phone number
	 * @param roles the roles
	 */
	public record Row(PhoneNumber phone, Roles roles) {

	}

	/**
	 * What is wrong with a line.
	 *
	 * @param line the line's number, from 1
	 * @param reason what is wrong, without the value
	 */
	public record BadLine(long line, String reason) {

	}

	private static final class Rows {

		private final Map<PhoneNumber, Long> lines = new HashMap<>();

		private final List<Row> good = new ArrayList<>();

		private final List<BadLine> bad = new ArrayList<>();

		private int count;

		int count() {
			return this.count;
		}

		void add(CSVRecord record, long line) {
			this.count++;
			Optional<String> reason = (record.size() != 2) ? Optional.of("a line has a phone and roles")
					: read(record, line);
			reason.map((each) -> new BadLine(line, each)).ifPresent(this.bad::add);
		}

		List<Row> good() {
			if (!this.bad.isEmpty()) {
				throw AdminProblem.badLines(this.bad.stream().limit(MAX_ERRORS).toList(), this.bad.size());
			}
			return this.good;
		}

		private Optional<String> read(CSVRecord record, long line) {
			String phone = record.get(0);
			String roles = record.get(1);
			if (isFormula(phone) || isFormula(roles)) {
				return Optional.of("a cell is a formula");
			}
			Optional<PhoneNumber> number = PhoneNumber
				.parse(phone.startsWith(TEXT_MARK) ? phone.substring(TEXT_MARK.length()) : phone);
			if (number.isEmpty()) {
				return Optional.of("phone is not a phone number with plus sign and country code");
			}
			Optional<Roles> given = Roles.of(Arrays.asList(StringUtils.tokenizeToStringArray(roles, " ")))
				.filter((each) -> !each.isEmpty());
			if (given.isEmpty()) {
				return Optional.of(AdminProblem.ROLES);
			}
			Long first = this.lines.putIfAbsent(number.get(), line);
			if (first != null) {
				return Optional.of("the phone number is in line " + first + " already");
			}
			this.good.add(new Row(number.get(), given.get()));
			return Optional.empty();
		}

		private static boolean isFormula(String cell) {
			String text = cell.startsWith(TEXT_MARK) ? cell.substring(TEXT_MARK.length()) : cell;
			return text.matches("(?s)([=@\\t\\r-]|\\+(?![0-9 ()-]+$)).*");
		}

	}

}
