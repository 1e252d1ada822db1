package dev.quire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.quire", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule importsFollowTheFlow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("document")
            .definedBy("dev.quire.document")
            .layer("layout")
            .definedBy("dev.quire.layout")
            .layer("config")
            .definedBy("dev.quire.config")
            .layer("device")
            .definedBy("dev.quire.device")
            .layer("source")
            .definedBy("dev.quire.source")
            .layer("plan")
            .definedBy("dev.quire.plan")
            .layer("cost")
            .definedBy("dev.quire.plan.cost")
            .layer("infer")
            .definedBy("dev.quire.infer")
            .layer("engines")
            .definedBy("dev.quire.infer.*..")
            .layer("merge")
            .definedBy("dev.quire.merge")
            .layer("observe")
            .definedBy("dev.quire.observe")
            .layer("table")
            .definedBy("dev.quire.table")
            .layer("notify")
            .definedBy("dev.quire.notify")
            .layer("evaluate")
            .definedBy("dev.quire.evaluate")
            .layer("root")
            .definedBy("dev.quire")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("evaluate")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("notify")
            .mayOnlyBeAccessedByLayers("root", "table")
            .whereLayer("table")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("observe")
            .mayOnlyBeAccessedByLayers("root", "table")
            .whereLayer("merge")
            .mayOnlyBeAccessedByLayers("root", "table")
            .whereLayer("engines")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("layout")
            .mayOnlyBeAccessedByLayers("infer", "engines")
            .whereLayer("infer")
            .mayOnlyBeAccessedByLayers("root", "table", "engines")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("root", "table", "observe", "infer")
            .whereLayer("cost")
            .mayOnlyBeAccessedByLayers("root", "table", "observe", "infer", "engines", "plan")
            .whereLayer("device")
            .mayOnlyBeAccessedByLayers("root", "table", "observe", "infer", "engines")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("root", "table", "notify", "infer", "plan")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers(
                    "root", "table", "observe", "notify", "infer", "engines", "plan", "source", "device");

    @ArchTest
    static final ArchRule documentsMergingAndEnginesKnowNoSpark = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.quire.document",
                    "dev.quire.layout",
                    "dev.quire.plan.cost",
                    "dev.quire.merge",
                    "dev.quire.evaluate",
                    "dev.quire.notify",
                    "dev.quire.infer.*..",
                    "dev.quire.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala..");

    @ArchTest
    static final ArchRule onlyDocumentKnowsPdfBox = noClasses()
            .that()
            .resideOutsideOfPackage("dev.quire.document")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pdfbox..");

    @ArchTest
    static final ArchRule onlyEnginesKnowTheirFramework = noClasses()
            .that()
            .resideOutsideOfPackage("dev.quire.infer.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule whatTravelsToExecutorsIsARecord = classes()
            .that(DescribedPredicate.describe(
                    "are Spark functions",
                    (JavaClass type) -> type.getAllRawInterfaces().stream()
                            .anyMatch(each -> each.getPackageName().equals("org.apache.spark.api.java.function"))))
            .should()
            .beRecords();

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");
}
