package dev.quire;

final class Quire {
    private Quire() {}
}
