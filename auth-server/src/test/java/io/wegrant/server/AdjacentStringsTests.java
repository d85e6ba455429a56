package io.wegrant.server;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two strings side by side can be swapped and nothing tells. So what identifies something
 * has a type of its own, and what belongs together is one value.
 */
class AdjacentStringsTests {

	/**
	 * They are bound by their names, and no code of ours calls their constructors but a
	 * factory.
	 */
	private static final Set<String> JSON_AND_SETTINGS = Set.of("admin.api.AccountEventsEndpoint$AccountEventItem",
			"admin.api.KeysEndpoint$KeyItem", "admin.api.KeysEndpoint$RotationRequest",
			"admin.api.SessionsEndpoint$SessionItem", "admin.api.SessionsEndpoint$SessionWithHistory$HistoryEntry",
			"admin.api.UnionConflictsEndpoint$UnionConflictItem", "admin.api.UsersEndpoint$MergeRequest",
			"admin.api.UsersEndpoint$UserItem", "clients.ClientsProperties$Registration", "clients.PaymentRegistration",
			"clients.EventReceiverRegistration", "clients.PushRouteRegistration", "profiles.Profile",
			"secrets.KeysetProperties", "selfservice.AccountExport$Event", "selfservice.AccountExport$Identity",
			"selfservice.AccountExport$Image", "selfservice.AccountExport$Owner", "selfservice.AccountExport$Session",
			"selfservice.AccountProblem$FieldError", "selfservice.OwnSessionsEndpoint$OwnSession",
			"selfservice.ProfileEndpoint$ProfileRequest", "selfservice.UserInfo",
			"wechat.services.Payments$PaymentSignatures");

	/**
	 * The module knows no other one's types; what is recorded is set by methods with
	 * names.
	 */
	private static final Set<String> AUDIT = Set.of("audit.AuditEvent", "audit.AuditEvents.findHistory",
			"audit.AuditLog.ofSession");

	/**
	 * They take a name or code that is a literal, and a text for people or what the name
	 * has.
	 */
	private static final Set<String> NAME_AND_TEXT = Set.of("authorization.PublishedEndpoint",
			"authorization.TokenRequestRefused", "authorization.TokenRequestRefused.badRequest",
			"clients.ClientsProperties$Registration.checkOwner", "clients.ClientsProperties$Registration.checkText",
			"clients.PaymentRegistration.checkKey", "openapi.ApiDescription", "secrets.KeysetProperties.check",
			"settings.SettingsCheck.add", "secrets.EncryptedColumn", "selfservice.ProfileForm.checked",
			"wechat.WechatCall", "wechat.events.PushMessage.add", "wechat.services.ServicesProblem");

	/** Made in one place, out of what was looked up by its name. */
	private static final Set<String> MADE_ONCE = Set.of("clients.ClientRow", "clients.ClientSecretHash.either",
			"clients.StoredServices", "keys.SigningKeyDetails", "keys.SigningKeyRow", "secrets.MasterKeyset.encrypt",
			"wechat.events.SignedRequest");

	@Test
	void declareWhenStringsStandSideBySideThenFails() {
		Set<String> found = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.wegrant.server")
			.stream()
			.map(JavaClass::getCodeUnits)
			.flatMap(Collection::stream)
			.filter((unit) -> !unit.isMetaAnnotatedWith(RequestMapping.class))
			.filter(AdjacentStringsTests::hasAdjacentStrings)
			.map(AdjacentStringsTests::name)
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(found).containsExactlyInAnyOrderElementsOf(
				Stream.of(JSON_AND_SETTINGS, AUDIT, NAME_AND_TEXT, MADE_ONCE).flatMap(Set::stream).toList());
	}

	private static boolean hasAdjacentStrings(JavaCodeUnit unit) {
		List<JavaClass> types = unit.getRawParameterTypes();
		return IntStream.range(1, types.size())
			.anyMatch((index) -> types.get(index - 1).isEquivalentTo(String.class)
					&& types.get(index).isEquivalentTo(String.class));
	}

	private static String name(JavaCodeUnit unit) {
		String type = unit.getOwner().getFullName().substring("io.wegrant.server.".length());
		return unit.isConstructor() ? type : type + "." + unit.getName();
	}

}
