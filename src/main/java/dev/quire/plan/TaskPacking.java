package dev.quire.plan;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The fragments of a wave in tasks of given sizes: largest first into the task with the most room (LPT; Graham 1969). Task
 * 0 holds the most, and runs first.
 */
final class TaskPacking {

    private final short[] taskOf;
    private final double[] costs;

    private TaskPacking(short[] taskOf, double[] costs) {
        this.taskOf = taskOf;
        this.costs = costs;
    }

    /** A task of the packing while it is filled. */
    private static final class Task {
        private final double size;
        private final int number;
        private double cost;
        private int fragments;

        private Task(double size, int number) {
            this.size = size;
            this.number = number;
        }

        private double room() {
            return size - cost;
        }

        private double cost() {
            return cost;
        }
    }

    static TaskPacking of(FragmentCosts fragments, int[] wave, TaskSizes sizes, int slots) {
        double work = IntStream.of(wave).mapToDouble(fragments::cost).sum();
        List<Double> wanted = sizes.of(work, slots);
        int count = Math.min(Math.min(wave.length, Short.MAX_VALUE), wanted.size());
        List<Task> tasks = IntStream.range(0, count)
                .mapToObj(number -> new Task(wanted.get(number), number))
                .toList();
        PriorityQueue<Task> roomiest = new PriorityQueue<>(Comparator.comparingDouble(task -> -task.room()));
        roomiest.addAll(tasks);
        int[] numbers = new int[wave.length];
        for (int position : Order.costliestFirst(fragments, wave)) {
            Task task = roomiest.remove();
            task.cost += fragments.cost(wave[position]);
            task.fragments++;
            numbers[position] = task.number;
            roomiest.add(task);
        }
        List<Task> costliestFirst = tasks.stream()
                .filter(task -> task.fragments > 0)
                .sorted(Comparator.comparingDouble(task -> -task.cost()))
                .toList();
        return ranked(numbers, costliestFirst, count);
    }

    private static TaskPacking ranked(int[] numbers, List<Task> costliestFirst, int count) {
        short[] rank = new short[count];
        double[] costs = new double[costliestFirst.size()];
        for (int i = 0; i < costs.length; i++) {
            rank[costliestFirst.get(i).number] = (short) i;
            costs[i] = costliestFirst.get(i).cost;
        }
        short[] taskOf = new short[numbers.length];
        for (int i = 0; i < taskOf.length; i++) {
            taskOf[i] = rank[numbers[i]];
        }
        return new TaskPacking(taskOf, costs);
    }

    /** The task of the wave's fragment at a position. */
    short taskOf(int position) {
        return taskOf[position];
    }

    int count() {
        return costs.length;
    }

    /** Of all tasks. */
    double cost() {
        return IntStream.range(0, costs.length).mapToDouble(i -> costs[i]).sum();
    }

    /** When the last task ends, if each is taken by the slot that is free first. */
    double makespan(int slots) {
        PriorityQueue<Double> freeAt = new PriorityQueue<>();
        double end = 0;
        for (int task = 0; task < costs.length; task++) {
            double start = freeAt.size() < slots ? 0 : freeAt.remove();
            freeAt.add(start + costs[task]);
            end = Math.max(end, start + costs[task]);
        }
        return end;
    }
}
