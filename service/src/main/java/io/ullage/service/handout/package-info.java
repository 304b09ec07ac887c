/**
 * The estate on some pages, to hand around: where every byte is, what to do first, when pools will be full, and the bill. One file of HTML or
 * of PDF, which opens without a network and without Ullage.
 *
 * <p>HTML is the <a href="https://html.spec.whatwg.org/">living standard</a>, written so that an XML parser reads it too: the
 * <a href="https://www.iso.org/standard/64599.html">PDF/UA-1</a> is made of the same text. Plots are SVG inside it, each with a title and a
 * description for who does not see them, and each with its figures in a table or in words beside it.
 *
 * <p>Guarantees: nothing is fetched when the file is opened; a figure that nobody knows is a dash and not a zero; an estimate stands with its
 * bounds; names that came from guests cannot become markup.
 */
@NullMarked
package io.ullage.service.handout;

import org.jspecify.annotations.NullMarked;
