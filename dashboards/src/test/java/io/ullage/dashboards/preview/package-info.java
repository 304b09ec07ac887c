/** Tests of the preview: figures, options, pages. */
package io.ullage.dashboards.preview;
