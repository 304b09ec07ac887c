// Draws what the options beside the plots say.
"use strict";
document.querySelectorAll(".plot").forEach(plot => {
  const chart = window.echarts.init(plot, null, { renderer: "svg" });
  chart.setOption(JSON.parse(plot.nextElementSibling.textContent));
  addEventListener("resize", () => chart.resize());
});
document.documentElement.dataset.drawn = "true";
