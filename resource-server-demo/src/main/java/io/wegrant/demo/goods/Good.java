package io.wegrant.demo.goods;

import org.springframework.data.annotation.Id;

/**
 * Something the shop sells.
 *
 * @param id its number
 * @param name its name in English
 * @param nameZh its name in Chinese
 * @param category the shelf it stands on
 * @param description one line about it
 * @param priceFen its price in fen, a hundredth of a yuan
 */
record Good(@Id long id, String name, String nameZh, String category, String description, long priceFen) {

}
