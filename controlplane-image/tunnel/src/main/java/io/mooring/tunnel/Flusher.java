package io.mooring.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Flushes each channel that was written to once per turn of the event loop, after all that was
/// ready to be read in that turn has been read. Confined to that loop.
final class Flusher implements Runnable, Consumer<Channel> {
    private final EventLoop loop;
    private final Set<Channel> dirty = new LinkedHashSet<>();
    private boolean scheduled;

    Flusher(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void accept(Channel channel) {
        dirty.add(channel);
        if (!scheduled) {
            scheduled = true;
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        var channels = new ArrayList<>(dirty);
        dirty.clear();
        channels.forEach(Channel::flush);
    }
}
