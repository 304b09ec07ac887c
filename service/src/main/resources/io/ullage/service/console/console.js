// What a page does beyond links and forms: theme, menu on a phone, copy buttons, and charts from the tables beneath them.
"use strict";
(() => {
  const root = document.documentElement;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Theme
  const buttons = [...document.querySelectorAll("[data-theme-choice]")];
  const chosen = () => root.dataset.theme ?? "auto";
  const showTheme = () => buttons.forEach(b => b.setAttribute("aria-pressed", String(b.dataset.themeChoice === chosen())));
  buttons.forEach(button => button.addEventListener("click", () => {
    const theme = button.dataset.themeChoice;
    if (theme === "auto") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // It holds for this page only.
    }
    showTheme();
    drawAll();
  }));
  showTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());

  // Menu on a phone
  const menu = document.getElementById("menu");
  const nav = document.getElementById("nav");
  menu?.addEventListener("click", () => {
    const open = nav.classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
  });

  // Copy
  const said = document.getElementById("said");
  document.querySelectorAll("button[data-copy]").forEach(button => button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      said.textContent = "Copied to the clipboard";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById(button.dataset.copy));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      said.textContent = "Selected. Press Ctrl-C to copy";
    }
  }));

  // A choice that is clear by itself is sent at once; with the keyboard by the button.
  document.querySelectorAll("select[data-send]").forEach(
    select => select.addEventListener("change", () => select.form.requestSubmit()));

  // Charts
  const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  const bytes = value => {
    let unit = 0;
    let v = Math.abs(value);
    while (unit < UNITS.length - 1 && v >= (unit === 0 ? 1024 : 1023.5)) {
      v /= 1024;
      unit++;
    }
    return (value < 0 ? "-" : "") + (unit === 0 || v >= 99.95 ? v.toFixed(0) : v.toFixed(1)) + " " + UNITS[unit];
  };
  const plain = value => String(Math.round(value * 100) / 100);
  const formats = { bytes, days: value => plain(value) + " d", money: value => plain(value), count: plain };
  const colour = name => getComputedStyle(root).getPropertyValue("--" + name).trim();

  /** What a table says: the texts of its first column, and a series for each other one. */
  const read = table => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    return {
      names: rows.map(row => row.cells[0].dataset.value ?? row.cells[0].textContent.trim()),
      series: heads.map((head, i) => ({
        name: head.textContent.trim(),
        colour: head.dataset.colour,
        role: head.dataset.role,
        values: rows.map(row => {
          const cell = row.cells[i + 1];
          return cell?.dataset.value === undefined ? null : Number(cell.dataset.value);
        })
      }))
    };
  };

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  };

  /** A tooltip as elements: what names hold is text, and styles are those of the page. */
  const tip = format => found => {
    const items = (Array.isArray(found) ? found : [found]).filter(item => !item.seriesName.startsWith("\u0000"));
    const box = element("div");
    box.className = "tip";
    const table = box.appendChild(element("table"));
    const at = found[0] ?? found;
    table.appendChild(element("caption", at.axisValueLabel ?? at.name));
    const body = table.appendChild(element("tbody"));
    for (const item of items.reverse()) {
      const value = Array.isArray(item.value) ? item.value[1] : item.value;
      if (value === null || value === undefined) {
        continue;
      }
      const row = body.appendChild(element("tr"));
      row.appendChild(element("td", item.seriesName));
      const cell = row.appendChild(element("td", format(value)));
      cell.className = "n";
    }
    return box;
  };

  const frame = (format, unit) => ({
    animation: !still,
    animationDuration: 250,
    textStyle: { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 12, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, icon: "roundRect", textStyle: { color: colour("text") }, type: "scroll" },
    tooltip: {
      trigger: "axis", confine: true, formatter: tip(format), transitionDuration: 0,
      backgroundColor: colour("surface"), borderColor: colour("line"), textStyle: { color: colour("text") },
      axisPointer: { type: unit === "row" ? "shadow" : "line", lineStyle: { color: colour("soft") } }
    }
  });
  /** Steps of an axis of bytes are whole in binary units; others the library chooses. */
  const step = (format, most) => {
    if (format !== bytes || most <= 0) {
      return undefined;
    }
    let unit = 1;
    while (unit * 1024 < most) {
      unit *= 1024;
    }
    const wanted = most / 5 / unit;
    const nice = [1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 128, 256].find(n => n >= wanted) ?? 256;
    return nice * unit;
  };
  const greatest = data => Math.max(0, ...data.series.flatMap(s => s.values.map(value => value ?? 0)));
  const greatestSum = data => Math.max(0, ...data.names.map(
    (name, i) => data.series.reduce((sum, s) => sum + (s.values[i] ?? 0), 0)));
  const valueAxis = (format, most, more) => ({
    type: "value", interval: step(format, most), axisLabel: { color: colour("soft"), formatter: format }, splitLine: { lineStyle: { color: colour("line") } }, ...more
  });
  const timeAxis = () => ({
    type: "time", axisLabel: { color: colour("soft"), hideOverlap: true }, axisLine: { lineStyle: { color: colour("line") } }
  });
  const nameAxis = (names, more) => ({
    type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line") } },
    axisLabel: { color: colour("text"), width: 190, overflow: "truncate" }, ...more
  });

  const kinds = {
    /** Classes over time, one on the other. */
    area(data, format) {
      return {
        ...frame(format), xAxis: timeAxis(), yAxis: valueAxis(format, greatestSum(data)),
        series: data.series.map(s => ({
          name: s.name, type: "line", stack: "all", symbol: "none", lineStyle: { width: .5, color: colour("edge") },
          itemStyle: { color: colour(s.colour) }, areaStyle: { color: colour(s.colour), opacity: 1 },
          emphasis: { disabled: true }, data: data.names.map((at, i) => [at, s.values[i]])
        }))
      };
    },
    line(data, format) {
      return {
        ...frame(format), xAxis: timeAxis(), yAxis: valueAxis(format, greatest(data)),
        series: data.series.map(s => ({
          name: s.name, type: "line", symbol: "none", connectNulls: false, itemStyle: { color: colour(s.colour) },
          lineStyle: { width: 2, type: s.role === "limit" ? "dashed" : "solid" },
          data: data.names.map((at, i) => [at, s.values[i]])
        }))
      };
    },
    /** Columns P10, P50 and P90: a bar from the first to the last with a mark in between. */
    range(data, format) {
      const [low, middle, high] = data.series;
      const spread = high.values.map((value, i) => value === null || low.values[i] === null ? null : value - low.values[i]);
      const option = {
        ...frame(format, "row"), legend: { show: false },
        yAxis: nameAxis(data.names, { inverse: true }), xAxis: valueAxis(format, greatest(data), { min: 0 }),
        series: [
          { name: "\u0000", type: "bar", stack: "range", silent: true, itemStyle: { color: "transparent" }, data: low.values },
          { name: "\u0000range", type: "bar", stack: "range", barWidth: 12, itemStyle: { color: colour("claimed"), borderRadius: 6 }, data: spread },
          { name: middle.name, type: "scatter", symbol: "diamond", symbolSize: 12,
            itemStyle: { color: colour("live"), borderColor: colour("edge"), borderWidth: 1 }, data: middle.values }
        ]
      };
      option.grid.top = 8;
      option.tooltip.formatter = found => tip(format)([low, middle, high].map(s => (
        { seriesName: s.name, value: s.values[found[0].dataIndex], name: found[0].name, axisValueLabel: found[0].name })).reverse());
      return option;
    },
    bars(data, format) {
      const option = {
        ...frame(format, "row"), yAxis: nameAxis(data.names, { inverse: true }), xAxis: valueAxis(format, greatest(data)),
        series: data.series.map(s => ({
          name: s.name, type: "bar", stack: s.role === "stack" ? "all" : undefined, barMaxWidth: 16,
          itemStyle: { color: colour(s.colour) }, data: s.values
        }))
      };
      return option;
    }
  };

  const charts = new Map();
  const draw = figure => {
    const plot = figure.querySelector(".plot");
    const format = formats[figure.dataset.unit];
    const data = read(figure.querySelector("table"));
    const kind = figure.dataset.chart;
    if (kind === "range" || kind === "bars") {
      plot.style.height = 60 + data.names.length * (kind === "range" ? 30 : 38) + "px";
    }
    let chart = charts.get(figure);
    if (!chart) {
      chart = window.echarts.init(plot, null, { renderer: "canvas" });
      charts.set(figure, chart);
      new ResizeObserver(() => chart.resize()).observe(plot);
    }
    chart.setOption(kinds[kind](data, format), { notMerge: true });
    figure.dataset.drawn = "true";
  };
  const drawAll = () => {
    if (window.echarts) {
      document.querySelectorAll("figure[data-chart]").forEach(draw);
    }
  };
  drawAll();
})();
