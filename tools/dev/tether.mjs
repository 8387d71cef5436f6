// Preloaded into what `npm run dev` starts: whoever loses its parent, however that ended, ends too.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
