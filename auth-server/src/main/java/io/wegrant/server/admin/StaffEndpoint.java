package io.wegrant.server.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

import io.wegrant.server.accounts.Staff;
import io.wegrant.server.accounts.StaffMember;

/**
 * The staff directory: which roles the holders of phone numbers have. A phone number is
 * in bodies only, never in the address of a request.
 */
@RestController
class StaffEndpoint {

	private static final String PATH = AdminConfiguration.PATH + "/staff";

	private static final String CSV = "text/csv";

	private static final int MAX_SIZE = 100;

	private static final int BATCH = 1_000;

	private final Staff staff;

	private final StaffAdministration administration;

	StaffEndpoint(Staff staff, StaffAdministration administration) {
		this.staff = staff;
		this.administration = administration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	StaffPage listStaff(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
		if (page < 0 || size < 1 || size > MAX_SIZE) {
			throw AdminProblem.badPage();
		}
		// One more than the page has tells whether there is another, without counting.
		List<StaffMember> found = this.staff.list(0, size + 1, (long) page * size);
		return new StaffPage(found.stream().limit(size).map(StaffItem::of).toList(), page, size, found.size() > size);
	}

	@PostMapping(path = PATH + "/search", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	StaffItem findStaff(@RequestBody PhoneSearch search) {
		return this.staff.find(Given.phone(search.phone())).map(StaffItem::of).orElseThrow(AdminProblem::noSuchStaff);
	}

	@PutMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	StaffItem putStaff(@RequestBody StaffRoles entry, Authentication caller) {
		Cause cause = Cause.of(caller.getName(), new Reason(entry.reason()));
		return StaffItem.of(this.administration.put(Given.phone(entry.phone()), Given.someRoles(entry.roles()), cause));
	}

	@DeleteMapping(PATH + "/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void removeStaff(@PathVariable long id, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.remove(id, Cause.of(caller.getName(), reason));
	}

	@PostMapping(path = PATH + "/import", consumes = CSV, produces = MediaType.APPLICATION_JSON_VALUE)
	StaffImport importStaff(@RequestBody InputStreamResource file,
			@RequestParam(required = false) @Nullable String reason, Authentication caller) throws IOException {
		Cause cause = Cause.of(caller.getName(), reason);
		byte[] bytes = file.getInputStream().readNBytes(StaffFile.MAX_LENGTH + 1);
		return StaffImport.of(this.administration.add(StaffFile.read(bytes), cause));
	}

	@GetMapping(path = PATH + "/export", produces = CSV)
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

}
