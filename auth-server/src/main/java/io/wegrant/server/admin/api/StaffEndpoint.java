package io.wegrant.server.admin.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.admin.AdminProblem;
import io.wegrant.server.admin.Attribution;
import io.wegrant.server.admin.StaffAdministration;
import io.wegrant.server.admin.StaffFile;
import io.wegrant.server.staff.Staff;
import io.wegrant.server.staff.Staff.Kind;
import io.wegrant.server.staff.StaffMember;

/**
 * The staff directory: which roles the holders of phone numbers have. A phone number is
 * in bodies only, never in the address of a request.
 */
@RestController
class StaffEndpoint {

	private static final String PATH = AdminApiConfiguration.PATH + "/staff";

	static final String IMPORT_PATH = PATH + "/import";

	private static final String CSV = "text/csv";

	private static final int BATCH = 1_000;

	private final Staff staff;

	private final StaffAdministration administration;

	StaffEndpoint(Staff staff, StaffAdministration administration) {
		this.staff = staff;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	Page<StaffItem> listStaff(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size, (limit, offset) -> this.staff.list(0, limit, offset), StaffItem::of);
	}

	@PostMapping(path = PATH + "/search", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	StaffItem findStaff(@RequestBody PhoneSearch search) {
		return this.staff.find(RequestValues.phone(search.phone()))
			.map(StaffItem::of)
			.orElseThrow(AdminProblem::noSuchStaff);
	}

	@PutMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	StaffItem putStaff(@RequestBody StaffRequest entry, Authentication caller) {
		Attribution attribution = Attribution.explained(caller, entry.reason());
		return StaffItem.of(this.administration.put(RequestValues.phone(entry.phone()),
				RequestValues.someRoles(entry.roles()), attribution));
	}

	@DeleteMapping(PATH + "/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void removeStaff(@PathVariable long id, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.remove(id, Attribution.of(caller, reason));
	}

	@PostMapping(path = IMPORT_PATH, consumes = CSV, produces = MediaType.APPLICATION_JSON_VALUE)
	@io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(schema = @Schema(type = "string")))
	StaffImport importStaff(@RequestBody InputStreamResource file,
			@RequestParam(required = false) @Nullable String reason, Authentication caller) throws IOException {
		Attribution attribution = Attribution.of(caller, reason);
		byte[] bytes = file.getInputStream().readNBytes(StaffFile.MAX_LENGTH + 1);
		return StaffImport.of(this.administration.add(StaffFile.read(bytes), attribution));
	}

	@GetMapping(path = PATH + "/export", produces = CSV)
	@ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
	ResponseEntity<byte[]> exportStaff() {
		List<StaffMember> members = new ArrayList<>();
		List<StaffMember> batch = this.staff.list(0, BATCH, 0);
		while (!batch.isEmpty()) {
			members.addAll(batch);
			batch = this.staff.list(batch.get(batch.size() - 1).id(), BATCH, 0);
		}
		return ResponseEntity.ok()
			.contentType(new MediaType(MediaType.valueOf(CSV), StandardCharsets.UTF_8))
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename("staff.csv").build().toString())
			.body(StaffFile.write(members));
	}

	/**
	 * An entry of the staff directory as administrators see it.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record StaffItem(long id, String phone, Set<String> roles, @Nullable String sub,
			@JsonProperty("created_at") Instant createdAt, @JsonProperty("changed_at") Instant changedAt) {

		static StaffItem of(StaffMember member) {
			return new StaffItem(member.id(), member.phone().e164(), member.roles().names(),
					member.sub().map(Sub::value).orElse(null), member.createdAt(), member.changedAt());
		}

		@Override
		public String toString() {
			return "StaffItem[id=" + this.id + "]";
		}

	}

	/**
	 * What the import of a file did to the staff directory.
	 *
	 * @param added how many entries were added
	 * @param changed how many got other roles
	 * @param unchanged how many were as the file says
	 */
	record StaffImport(int added, int changed, int unchanged) {

		static StaffImport of(Map<Kind, Integer> counts) {
			return new StaffImport(counts.getOrDefault(Kind.ADDED, 0), counts.getOrDefault(Kind.CHANGED, 0),
					counts.getOrDefault(Kind.NONE, 0));
		}

	}

	/**
	 * The body of a request to give a phone number roles. Members that are not known here
	 * are ignored.
	 *
	 * @param phone the phone number
	 * @param roles the roles
	 * @param reason the administrator's words
	 */
	record StaffRequest(@Nullable String phone, @Nullable List<@Nullable String> roles, @Nullable String reason) {

		@Override
		public String toString() {
			return "StaffRequest[roles=" + this.roles + "]";
		}

	}

}
