package io.wegrant.server.keys;

import java.util.List;

import org.springframework.data.repository.CrudRepository;

interface SigningKeyRows extends CrudRepository<SigningKeyRow, Long> {

	List<SigningKeyRow> findByAlgorithmOrderBySequence(String algorithm);

}
