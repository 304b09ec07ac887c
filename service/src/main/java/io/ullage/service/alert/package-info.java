/**
 * {@code ullage alerts}: rules tried against readings and cases, put on the topic {@code ullage.rules}, and what they found.
 *
 * <p>Guarantees: rules are tried with the classes that the job runs; nothing is put on the topic that is not right as a whole.
 */
@NullMarked
package io.ullage.service.alert;

import org.jspecify.annotations.NullMarked;
