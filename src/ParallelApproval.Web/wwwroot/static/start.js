// Starts the open connection of a staff page: tries again for long, and when the server was restarted loads the page anew (drafts are kept).
Blazor.start({
  circuit: {
    reconnectionOptions: { maxRetries: 120, retryIntervalMilliseconds: attempt => Math.min(500 + attempt * 250, 5000) },
  },
});
