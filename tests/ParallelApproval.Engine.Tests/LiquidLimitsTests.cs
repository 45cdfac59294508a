using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>A template that makes much of little stops early, by whichever filter it does so.</summary>
public sealed class LiquidLimitsTests
{
    // A rendering of a megabyte or so is what all limits together come to; what used to fill the machine made hundreds of them.
    private const long MostAllocated = 192L * 1024 * 1024;

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
    public void What_doubles_is_stopped(string template)
    {
        var ready = Liquid.Prepare(template);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<ActivityFailure>(() => ready.Fill(JsonSerializer.SerializeToElement(new { }))).Code.ShouldBe("template_failed");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
    }

    [Theory]
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
