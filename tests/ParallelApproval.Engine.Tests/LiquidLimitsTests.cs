using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>A template that makes much of little stops early, by whichever filter it does so.</summary>
public sealed class LiquidLimitsTests
{
    // What all limits together come to is a few megabytes, twice where the machine was busy; what used to fill it made hundreds.
    private const long MostAllocated = 48L * 1024 * 1024;

    [Theory]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | prepend: a %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | replace: 'x', 'xx' %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | replace_first: 'x', a %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | plus: a %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | split: '' | join: a %}{% endfor %}")]
    [InlineData("{% assign a = 'a b c' | split: ' ' %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}{{ a | size }}")]
    [InlineData("{{ 'x' | times: 2000000000 | join: '' }}")]
    [InlineData("{{ 'x' | times: 2000000000 | size }}")]
    [InlineData("{{ (1..2000000000) | join: ',' }}")]
    [InlineData("{{ (1..2000000000) | sort | last }}")]
    [InlineData("{% assign a = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | base64 %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | base64_encode %}{% endfor %}")]
    [InlineData("{% assign a = '\\\\' %}{% for i in (1..40) %}{% assign a = a | json %}{% endfor %}")]
    [InlineData(
        "{% capture a %}xxxxxxxxxxxxxxxx{% endcapture %}{% for i in (1..40) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}"
    )]
    [InlineData("{{ (1..2000000000) }}")]
    [InlineData("{{ (1..2000000000) | json }}")]
    [InlineData("{% assign a = (1..2000000000) %}{% if a contains 0 %}x{% endif %}")]
    [InlineData("{% assign a = (1..2000000000) %}{% assign b = (1..2000000000) %}{% if a == b %}x{% endif %}")]
    [InlineData("{% assign a = (1..2000000000) %}{% case a %}{% when 0 %}x{% endcase %}{{ a | size }}")]
    [InlineData(
        "{% capture a %}{% for i in (1..9999) %}xxxxxxxxxxxxxxxxxxx{% endfor %}{% endcapture %}"
            + "{% capture l %}{% for i in (1..9999) %},{% endfor %}{% endcapture %}{% assign l = l | split: '' %}"
            + "{{ l | map: 'x' | join: a }}"
    )]
    public void What_doubles_or_does_not_end_is_stopped(string template)
    {
        var ready = Liquid.Prepare(template);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<ActivityFailure>(() => ready.Fill(JsonSerializer.SerializeToElement(new { }))).Code.ShouldBe("template_failed");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
    }

    /// <summary>Every filter there is, whoever wrote it: none walks, keeps or writes a list that does not end.</summary>
    [Fact]
    public void No_filter_takes_a_list_without_an_end()
    {
        foreach (var filter in LiquidFilters.Names)
        foreach (var with in new[] { "", ": 'x'", ": (1..200000000)", ": 'x', (1..200000000)" })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Liquid.Prepare($"{{{{ (1..200000000) | {filter}{with} }}}}").Fill(JsonSerializer.SerializeToElement(new { }));
            }
            catch (ActivityFailure failure)
            {
                failure.Code.ShouldBe("template_failed", filter + with);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated, filter + with);
        }
    }

    [Theory]
    [InlineData("{% tablerow i in (1..2000000000) %}x{% endtablerow %}")]
    [InlineData("{% ifchanged %}{% for i in (1..9999) %}x{% endfor %}{% endifchanged %}")]
    [InlineData("{% param culture = 'de' %}")]
    [InlineData("{% extends 'a' %}")]
    [InlineData("{% block a %}{% endblock %}")]
    public void Tags_that_keep_apart_what_they_write_or_reach_outside_do_not_parse(string template) =>
        Should.Throw<ActivityFailure>(() => Liquid.Prepare(template)).Code.ShouldBe("template_does_not_parse");

    [Theory]
    [InlineData("{{ (1..3) }}", "123")]
    [InlineData("{% assign a = '1,2' | split: ',' %}{{ a }}", "12")]
    [InlineData("{% assign a = (1..3) %}{% if a contains 2 %}yes{% endif %}", "yes")]
    [InlineData("{% case 2 %}{% when 2 %}yes{% endcase %}", "yes")]
    [InlineData("{{ 'a' | append: 'b' | prepend: 'c' }}", "cab")]
    [InlineData("{{ 'a,b' | split: ',' | join: '、' }}", "a、b")]
    [InlineData("{{ 'aXbX' | replace: 'X', '--' }}", "a--b--")]
    [InlineData("{{ 'aXbX' | replace_first: 'X', '--' }}", "a--bX")]
    [InlineData("{{ 2 | plus: 3 }} {{ 2 | times: 4 }}", "5 8")]
    [InlineData("{{ 'b,a' | split: ',' | sort | join }}", "a b")]
    [InlineData("{{ 'b,a,b' | split: ',' | uniq | size }}", "2")]
    [InlineData("{{ '<p>' | escape }} {{ 'a b' | url_encode }}", "&lt;p&gt; a+b")]
    [InlineData("{% assign a = 'x' | split: ',' %}{{ a | concat: a | size }}{{ a | first }}{{ a | last }}", "2xx")]
    public void What_stays_small_is_as_it_was(string template, string expected) =>
        Liquid.Prepare(template).Fill(JsonSerializer.SerializeToElement(new { })).ShouldBe(expected);
}
