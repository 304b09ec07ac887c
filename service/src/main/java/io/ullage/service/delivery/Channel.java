package io.ullage.service.delivery;

import java.util.List;

/** The way to a target that is told each occasion once. */
interface Channel {
    /**
     * One attempt. It ends within a minute and throws nothing that the other side can cause.
     *
     * @param notices for one message: one, or those of a group
     */
    Answer send(List<Notice> notices) throws InterruptedException;
}
