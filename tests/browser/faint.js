// Texts of charts that stand out too little from their ground: axe-core does not look into pictures.
(least) => {
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (channel) => {
    const c = channel / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const svg of document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')) {
    const under = ground(svg);
    for (const text of svg.querySelectorAll('text')) {
      // A figure on a filled cell is drawn over another ground; its colour is chosen by the chart.
      if (!text.textContent.trim() || text.closest('.role-mark')) continue;
      const fill = parts(getComputedStyle(text).fill);
      const opacity = Number(getComputedStyle(text).opacity) * (fill[3] ?? 1);
      if (opacity === 0) continue; // A label left out where it would run into another.
      const seen = [0, 1, 2].map((i) => opacity * fill[i] + (1 - opacity) * under[i]);
      const [low, high] = [luminance(seen), luminance(under)].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      if (ratio < least) faint.push(`${text.textContent}: ${ratio.toFixed(2)}`);
    }
  }
  return faint;
}
