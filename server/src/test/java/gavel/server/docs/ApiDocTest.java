package gavel.server.docs;

import gavel.config.load.ConfigLoader;
import gavel.server.catalog.Catalog;
import gavel.server.click.ClickId;
import gavel.server.http.HttpFault;
import gavel.server.http.HttpStatus;
import gavel.server.http.RequestHead;
import gavel.server.intake.AnswerWriter;
import gavel.server.json.JsonScanner;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Problems;
import gavel.server.path.Endpoints;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/API.md against what the publishers' port takes and answers. */
class ApiDocTest {
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":");

    private final Page page = Page.of("docs/API.md");

    @Test
    void shouldListEachMemberOfARequest() throws ReflectiveOperationException {
        final Field names = Class.forName("gavel.server.intake.LeadRequest").getDeclaredField("NAMES");
        names.setAccessible(true);
        final Set<String> members = new TreeSet<>();
        for (final byte[] name : (byte[][]) names.get(null)) {
            members.add(new String(name, StandardCharsets.US_ASCII));
        }
        final List<String> listed = page.column(0, "member", "type");
        assertEquals(members, new TreeSet<>(listed));
        assertEquals(members.size(), listed.size());
    }

    @Test
    void shouldListEachPath() throws ReflectiveOperationException {
        final Set<String> paths = new TreeSet<>();
        for (final Field field : Endpoints.class.getDeclaredFields()) {
            field.setAccessible(true);
            if (field.getType() == byte[].class) {
                final String text = new String((byte[]) field.get(null), StandardCharsets.US_ASCII);
                if (text.startsWith("/")) {
                    paths.add(text);
                }
            }
        }
        assertEquals(paths, page.column(0, "call", "for").stream()
                .map(call -> call.replaceAll("^\\w+ |\\{\\w+}", "")).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void shouldListEachReasonAsItIs() {
        final List<String> listed = page.table("code", "reason").stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(3)).collect(Collectors.toList());
        assertEquals(Arrays.stream(LeadReason.values()).filter(reason -> reason != LeadReason.NONE)
                .map(reason -> reason.code() + " " + reason.name() + " " + reason.sentence())
                .collect(Collectors.toList()), listed);
    }

    @Test
    void shouldListTheStatusesOfEachReason() {
        for (final List<String> row : page.table("code", "reason")) {
            final int code = Integer.parseInt(row.get(0));
            final Set<Integer> statuses = new TreeSet<>();
            Arrays.stream(HttpFault.values()).filter(fault -> fault.code() == code)
                    .forEach(fault -> statuses.add(fault.status()));
            statuses.add(LeadReason.ofCode(code).httpStatus());
            assertEquals(statuses, Page.words(row.get(2)).stream().map(Integer::valueOf)
                    .collect(Collectors.toCollection(TreeSet::new)), row.toString());
        }
    }

    @Test
    void shouldListEachHttpStatus() {
        assertEquals(Arrays.stream(HttpStatus.values()).map(status -> "" + status.code())
                .collect(Collectors.toList()), page.column(0, "status", "when"));
    }

    @Test
    void shouldListHowPingsAndPostsEnd() {
        assertEquals(Arrays.stream(PingStatus.values()).filter(status -> status != PingStatus.ASKED)
                .map(PingStatus::label).collect(Collectors.toList()), page.column(0, "a ping ends as", "when"));
        assertEquals(Arrays.stream(PostStatus.values()).map(PostStatus::label).collect(Collectors.toList()),
                page.column(0, "a post ends as", "when"));
    }

    @Test
    void shouldShowEachOutcomeWithTheMembersThatItHas() {
        final List<String> expected = members(unsold());
        final Set<String> shown = new TreeSet<>();
        for (final String block : page.blocks("json")) {
            final Matcher status = Pattern.compile("^\\{\"status\":\"(\\w+)\"").matcher(block);
            if (status.find()) {
                shown.add(status.group(1));
                final List<String> members = members(block);
                members.removeAll(List.of("code", "text"));
                final List<String> wanted = new ArrayList<>(expected);
                wanted.removeAll(List.of("code", "text"));
                assertEquals(wanted, members, block);
            }
            final Matcher reason = Pattern.compile("\"reason\":\\{\"code\":(\\d+),\"text\":\"(.*?)\"").matcher(block);
            if (reason.find()) {
                assertEquals(LeadReason.ofCode(Integer.parseInt(reason.group(1))).sentence(), reason.group(2));
            }
        }
        assertEquals(new TreeSet<>(page.column(0, "status", "means")), shown);
    }

    @Test
    void shouldShowARefusalWithTheMembersThatItHas() {
        final Problems problems = new Problems();
        problems.add(LeadReason.MISSING_FIELD, "zip", "it is missing");
        final byte[] bytes = new byte[AnswerWriter.ANSWER_MAX_BYTES];
        final int length = new AnswerWriter().problem(problems, HttpStatus.UNPROCESSABLE, 1, bytes);
        final Set<String> expected = new TreeSet<>(members(new String(bytes, 0, length, StandardCharsets.UTF_8)));
        assertTrue(page.blocks("json").stream().anyMatch(block -> block.startsWith("{\"type\"")
                && new TreeSet<>(members(block)).equals(expected)), expected.toString());
    }

    @Test
    void shouldNameTheLimitsOfTheCode() {
        for (final String limit : List.of(
                "1 to " + Lead.PUBLISHER_LEAD_ID_MAX_BYTES + " visible characters",
                Lead.SUB_MAX_BYTES + " bytes of UTF-8, no control characters",
                "at most " + JsonScanner.DEPTH_MAX + " levels",
                "up to " + Problems.LISTED_MAX + " of them",
                "at most " + RequestHead.HEADERS_MAX + " headers",
                "at most " + ClickId.PRINTED_MAX_BYTES + " characters of base64url")) {
            assertTrue(page.text().replaceAll("\\s+", " ").contains(limit), limit);
        }
    }

    private static String unsold() {
        final Catalog catalog = new Catalog(ConfigLoader.load(Page.root().resolve("config/conf/demo"), Map.of(),
                name -> null).required(), 1);
        final byte[] offer = "auto-quote".getBytes(StandardCharsets.US_ASCII);
        final Lead lead = new Lead(1);
        lead.begin(1, catalog, null, 0, 0);
        lead.offer(catalog.offer(offer, 0, offer.length));
        final byte[] bytes = new byte[AnswerWriter.ANSWER_MAX_BYTES];
        final int length = new AnswerWriter().notSold(lead, "unsold", LeadReason.NO_BID, bytes);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static List<String> members(final String json) {
        final List<String> members = new ArrayList<>();
        final Matcher matcher = MEMBER.matcher(json);
        while (matcher.find()) {
            members.add(matcher.group(1));
        }
        return members;
    }
}
