// Starts the open connection of a staff page: tries again for long, and when the server was restarted loads the page anew (drafts are kept).
Blazor.start({
  // A link followed before the connection stands loads its page whole; patched into this one, the connection would not know of it.
  ssr: { disableDomPreservation: true },
  circuit: {
    reconnectionOptions: { maxRetries: 120, retryIntervalMilliseconds: attempt => Math.min(500 + attempt * 250, 5000) },
  },
});
