package io.wegrant.demo.orders;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.demo.orders.ProviderClient.Signatures;

/**
 * The orders over HTTP. Another user's order is answered like one that is not there.
 */
@RestController
@RequestMapping("/orders")
@PreAuthorize("hasAuthority('SCOPE_appointments')")
class OrderController {

	private static final String MODE = "short_series_goods";

	private final Orders orders;

	private final ProviderClient provider;

	private final ShopProperties shop;

	private final Clock clock;

	OrderController(Orders orders, ProviderClient provider, ShopProperties shop, Clock clock) {
		this.orders = orders;
		this.provider = provider;
		this.shop = shop;
		this.clock = clock;
	}

	@PostMapping
	ResponseEntity<SignedOrder> order(JwtAuthenticationToken authentication, @RequestBody @Valid Wish wish) {
		Order order = newOrder(authentication.getToken(), wish);
		String signData = JsonMapper.shared().writeValueAsString(SignData.of(order, this.shop.offerId()));
		Signatures signatures = this.provider.signPayment(order.appid(), order.sub(), signData);
		this.orders.insert(order.id(), order.sub(), order.appid(), order.product(), order.priceFen(),
				this.clock.millis());
		return ResponseEntity.created(URI.create("/orders/" + order.id()))
			.cacheControl(CacheControl.noStore())
			.body(new SignedOrder(order.id(), MODE, signData, signatures.paySignature(), signatures.signature()));
	}

	@GetMapping("/{id}")
	Map<String, OrderStatus> read(JwtAuthenticationToken authentication, @PathVariable String id) {
		return this.orders.find(id)
			.filter((order) -> order.sub().equals(authentication.getToken().getSubject()))
			.map((order) -> Map.of("status", order.status()))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such order."));
	}

	private static Order newOrder(Jwt token, Wish wish) {
		String appid = token.getClaimAsString("appid");
		if (appid == null || !token.hasClaim("sid")) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN,
					"Only people who have logged in to a mini-program can buy.");
		}
		return new Order(UUID.randomUUID().toString().replace("-", ""), Objects.requireNonNull(token.getSubject()),
				appid, wish.product(), Order.MEMBERSHIP_FEN, OrderStatus.NEW);
	}

	/**
	 * What a user asks for.
	 *
	 * @param product what is to be bought
	 */
	record Wish(@NotNull @Pattern(regexp = Order.MEMBERSHIP, message = "must be " + Order.MEMBERSHIP) String product) {

	}

}
