"""What the look of pages is tried with."""

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""
