/**
 * The estate as people ask for it: pools and volumes as last read, searched, sorted, filtered and paged in the store. REST, console and
 * reports read through here.
 *
 * <p>Every question carries a {@link io.ullage.service.estate.Scope}. Of a tenant's scope the answer holds nothing of anybody else: no
 * volume, no name, and no figure into which a stranger's bytes went. What is outside of the scope is not there, as if it did not exist.
 */
@NullMarked
package io.ullage.service.estate;

import org.jspecify.annotations.NullMarked;
