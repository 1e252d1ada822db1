package dev.quire.infer.deepseek;

import java.util.BitSet;

/**
 * Hands out the blocks of the cache. Low blocks go first, since attention runs over all blocks up to the highest in use.
 * Block 0 is nobody's: it stands wherever a table needs a number and there is no block.
 */
final class BlockPool {

    private final int blocks;
    private final int blockTokens;
    private final BitSet used = new BitSet();

    BlockPool(int blocks, int blockTokens) {
        this.blocks = blocks;
        this.blockTokens = blockTokens;
        used.set(0);
    }

    int blockTokens() {
        return blockTokens;
    }

    /** Blocks that nobody holds. */
    int free() {
        return blocks - used.cardinality();
    }

    /** One more than the highest block in use. */
    int inUse() {
        return used.length();
    }

    int blocksFor(int tokens) {
        return (tokens + blockTokens - 1) / blockTokens;
    }

    /** Gives the sequence room for so many tokens, prompt included, unless that leaves fewer than {@code spare} free. */
    boolean grow(Sequence sequence, int tokens, int spare) {
        int missing = blocksFor(tokens) - sequence.blocks().size();
        if (missing > 0 && missing > free() - spare) {
            return false;
        }
        for (int i = 0; i < missing; i++) {
            int block = used.nextClearBit(0);
            used.set(block);
            sequence.blocks().add(block);
        }
        return true;
    }

    /** Takes back what lies behind the first {@code tokens}. */
    void shrink(Sequence sequence, int tokens) {
        for (int last = sequence.blocks().size(); last > blocksFor(tokens); last--) {
            used.clear(sequence.blocks().remove(last - 1));
        }
    }
}
