/** The node, the command line, and what stands behind them: the only module that may use all the others. */
@NullMarked
package io.ullage.service;

import org.jspecify.annotations.NullMarked;
