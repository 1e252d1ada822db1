package dev.quire.document;

import java.io.Serializable;
import java.util.List;

/** A table as cells in reading order. Rows and columns count from 0. */
public record Table(Box box, int rows, int columns, List<Cell> cells) implements Serializable {

    /** One cell: its upper left place in the grid, how far it reaches, and its text. */
    public record Cell(int row, int column, int rowSpan, int columnSpan, String text) implements Serializable {

        public Cell {
            if (row < 0 || column < 0 || rowSpan < 1 || columnSpan < 1) {
                throw new IllegalArgumentException(
                        "Invalid cell %s, %s spanning %s x %s".formatted(row, column, rowSpan, columnSpan));
            }
        }
    }

    public Table {
        cells = List.copyOf(cells);
        for (Cell cell : cells) {
            if (cell.row() + cell.rowSpan() > rows || cell.column() + cell.columnSpan() > columns) {
                throw new IllegalArgumentException("%s lies outside of %s x %s".formatted(cell, rows, columns));
            }
        }
    }

    public Table scaled(float factor) {
        return new Table(box.scaled(factor), rows, columns, cells);
    }
}
