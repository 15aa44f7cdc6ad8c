// The moment that our own window calls ready: everything it has to show is there.
document.documentElement.dataset.bereit = String(performance.now());
