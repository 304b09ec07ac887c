package io.ullage.service.chargeback.focus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the dataset. */
public final class FocusCsv {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "Block storage";

    private FocusCsv() {}

    /** @param custom names of our own columns, in their order */
    public static void write(Appendable out, FocusVersion version, List<String> custom, List<FocusCharge> charges)
            throws IOException {
        List<Column<FocusCharge>> columns = new ArrayList<>(account());
        columns.addAll(charge());
        columns.addAll(price());
        columns.addAll(service(version));
        columns.addAll(allocation());
        custom.forEach(name -> columns.add(text(name, charge -> charge.custom().get(name))));
        new Listing<>(columns).writeCsv(out, charges);
    }

    private static List<Column<FocusCharge>> account() {
        return List.of(
                text("BillingAccountId", FocusCharge::billingAccountId),
                text("BillingAccountName", FocusCharge::billingAccountName),
                text("BillingCurrency", FocusCharge::billingCurrency),
                Column.time("BillingPeriodStart", FocusCharge::billingPeriodStart),
                Column.time("BillingPeriodEnd", FocusCharge::billingPeriodEnd),
                text("SubAccountId", FocusCharge::subAccountId),
                text("SubAccountName", FocusCharge::subAccountId),
                text("SubAccountType", charge -> charge.subAccountId() == null ? null : "Tenant"),
                text("InvoiceIssuerName", FocusCharge::issuer),
                text("InvoiceId", FocusCharge::invoiceId));
    }

    private static List<Column<FocusCharge>> charge() {
        return List.of(
                text("ChargeCategory", charge -> "Usage"),
                text("ChargeClass", charge -> null),
                text("ChargeDescription", FocusCharge::description),
                text("ChargeFrequency", charge -> charge.usage() ? "Usage-Based" : "Recurring"),
                Column.time("ChargePeriodStart", FocusCharge::chargePeriodStart),
                Column.time("ChargePeriodEnd", FocusCharge::chargePeriodEnd),
                Column.money("BilledCost", FocusCharge::billedCost),
                Column.money("EffectiveCost", FocusCharge::billedCost),
                Column.money("ListCost", charge -> charge.priced().listCost()),
                Column.money("ContractedCost", charge -> charge.priced().contractedCost()));
    }

    private static List<Column<FocusCharge>> price() {
        return List.of(
                Column.money("ListUnitPrice", FocusCharge::listUnitPrice),
                Column.money("ContractedUnitPrice", FocusCharge::contractedUnitPrice),
                Column.money("PricingQuantity", charge -> charge.priced().quantity()),
                text("PricingUnit", FocusCharge::pricingUnit),
                text("PricingCategory", charge -> "Standard"),
                Column.money("ConsumedQuantity", FocusCharge::consumedQuantity),
                text("ConsumedUnit", charge -> charge.usage() ? "GiB-Hours" : charge.pricingUnit()),
                text("SkuId", FocusCharge::skuId),
                text("SkuMeter", FocusCharge::skuMeter),
                text("SkuPriceId", FocusCharge::skuPriceId),
                text("SkuPriceDetails", charge -> json(Map.of("x_Sku", charge.skuId()))));
    }

    private static List<Column<FocusCharge>> service(FocusVersion version) {
        List<Column<FocusCharge>> columns = new ArrayList<>(List.of(
                text("ResourceId", FocusCharge::resourceId),
                text("ResourceName", FocusCharge::resourceName),
                text("ResourceType", FocusCharge::resourceType),
                text("ServiceCategory", charge -> "Storage"),
                text("ServiceSubcategory", charge -> "Block Storage"),
                text("ServiceName", charge -> SERVICE),
                text("Tags", charge -> json(charge.tags())),
                text("ServiceProviderName", FocusCharge::issuer),
                text("HostProviderName", FocusCharge::issuer)));
        if (version == FocusVersion.V1_3) {
            columns.add(text("ProviderName", FocusCharge::issuer));
            columns.add(text("PublisherName", FocusCharge::issuer));
        }
        return columns;
    }

    private static List<Column<FocusCharge>> allocation() {
        return List.of(
                text("AllocatedMethodId", FocusCharge::allocatedMethodId),
                text("AllocatedMethodDetails", FocusCharge::allocatedMethodDetails),
                text("AllocatedResourceId", FocusCharge::allocatedResourceId),
                text("AllocatedResourceName", FocusCharge::allocatedResourceName),
                text("AllocatedTags", charge -> charge.allocatedMethodId() == null ? null : json(charge.tags())));
    }

    /** Strings have no white space around them and no control characters; an empty one is null. */
    private static Column<FocusCharge> text(String name, Function<FocusCharge, @Nullable String> value) {
        return Column.text(name, charge -> {
            String text = value.apply(charge);
            String clean = text == null ? "" : Listing.printable(text).strip();
            return clean.isEmpty() ? null : clean;
        });
    }

    private static @Nullable String json(Map<String, String> tags) {
        try {
            return tags.isEmpty() ? null : JSON.writeValueAsString(new TreeMap<>(tags));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
