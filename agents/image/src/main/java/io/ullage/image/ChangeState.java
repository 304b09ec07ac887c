package io.ullage.image;

/** What a {@link DirtyBitmap} says about a range of a disk. */
public enum ChangeState {
    /** Not written since the bitmap began. */
    CLEAN,
    /** Perhaps written since. */
    DIRTY
}
