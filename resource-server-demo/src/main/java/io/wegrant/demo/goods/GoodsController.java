package io.wegrant.demo.goods;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The goods over HTTP.
 */
@RestController
@RequestMapping("/goods")
@PreAuthorize("hasAuthority('SCOPE_goods.read')")
class GoodsController {

	private final Goods goods;

	GoodsController(Goods goods) {
		this.goods = goods;
	}

	@GetMapping
	GoodsPage search(@RequestParam(defaultValue = "") @Size(max = 100) String q,
			@RequestParam(defaultValue = "") @Size(max = 32) String category,
			@RequestParam(defaultValue = "0") @Min(0) int page,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
		return this.goods.search(q, category, page, size);
	}

	@GetMapping("/{id}")
	Good read(@PathVariable long id) {
		return this.goods.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such good."));
	}

}
